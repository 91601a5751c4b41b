/** Everything that makes pages quicker to use; each module stands alone and the pages work without any. */
import "./requests.js";
import "./toasts.js";
import "./dialogs.js";
import "./menus.js";
import "./palette.js";
import "./selection.js";
import "./list_keys.js";
import "./inline_edit.js";
import "./filters.js";
import "./board.js";
import "./combobox.js";
import "./theme.js";
import "./drafts.js";
import "./upload.js";
import "./bell.js";
import "./files.js";

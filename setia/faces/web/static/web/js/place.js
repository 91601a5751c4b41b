/** Put a popover beside its anchor and inside the window, where the browser cannot do it by itself. */
export function place(popover, anchor, { fit = false, end = false } = {}) {
  const at = anchor.getBoundingClientRect();
  const room = document.documentElement;
  if (fit) popover.style.width = `${Math.max(at.width, 200)}px`;
  const { width, height } = popover.getBoundingClientRect();
  const under = at.bottom + height + 8 < room.clientHeight || at.top < height;
  const left = end ? at.right - width : at.left;
  popover.style.top = `${under ? at.bottom + (fit ? 4 : 0) : at.top - height - 4}px`;
  popover.style.left = `${Math.max(8, Math.min(left, room.clientWidth - width - 8))}px`;
}

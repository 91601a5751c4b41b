"""A process of its own that draws charts: child.py SECONDS "draw", specifications come in as JSON, pictures go out.

It imports nothing of Setia, loads nothing from anywhere (a specification with an address is refused by the library,
for no address is allowed), and takes about 160 MB for a moment that no web process carries. "bundle" writes what a
browser needs to draw the same specifications.
"""

import base64
import json
import resource
import sys

import vl_convert


def main(seconds: str, what: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    if what == "bundle":
        sys.stdout.write(vl_convert.javascript_bundle())  # type: ignore[call-arg]
        return
    asked = json.load(sys.stdin)
    options = {"allowed_base_urls": [], "format_locale": asked["locale"]}
    made = []
    for spec in asked["specs"]:
        if asked["form"] == "png":
            made.append(base64.b64encode(vl_convert.vegalite_to_png(spec, scale=2, **options)).decode())
        else:
            made.append(vl_convert.vegalite_to_svg(spec, **options))
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

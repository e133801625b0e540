# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
"""server_peer.py DIRECTORY: what genpool-server does, as one writes it with Pillow and the server of the standard
library. It says where it listens, as genpool-server does."""

import io
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from PIL import Image


class Handler(BaseHTTPRequestHandler):
    # Connections stay open, and a reply is sent at once and as a whole: without these it would wait for the network.
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self):
        target = urlsplit(self.path)
        size = int(parse_qs(target.query)["size"][0])
        path = os.path.join(sys.argv[1], unquote(target.path.removeprefix("/thumbnail/")))
        with Image.open(path) as image:
            image.thumbnail((size, size))
            if image.mode not in ("RGB", "L"):
                image = image.convert("RGB")
            made = io.BytesIO()
            image.save(made, "JPEG", quality=85, subsampling="4:2:0")
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(made.tell()))
        self.end_headers()
        self.wfile.write(made.getvalue())

    def log_message(self, *_):
        pass


Image.MAX_IMAGE_PIXELS = None
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"listening on http://127.0.0.1:{server.server_port}/", file=sys.stderr, flush=True)
server.serve_forever()

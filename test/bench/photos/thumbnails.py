# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# thumbnails.py DIRECTORY OUTPUT: what genpool-thumbnails does, as one writes it with Pillow: a function mapped over a
# generator, on two threads.
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from PIL import Image


def images(directory):
    with os.scandir(directory) as entries:
        for entry in entries:
            yield entry.path


def process_image(path):
    with Image.open(path) as image:
        image.thumbnail((256, 256))
        if image.mode not in ("RGB", "L"):
            image = image.convert("RGB")
        name = os.path.splitext(os.path.basename(path))[0] + ".jpg"
        image.save(os.path.join(sys.argv[2], name), quality=85, subsampling="4:2:0")


Image.MAX_IMAGE_PIXELS = None
with ThreadPoolExecutor(2) as pool:
    for _ in pool.map(process_image, images(sys.argv[1])):
        pass

# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# thumbnails_quality.py PHOTOS OURS PILLOW VIPS [PROGRESSIVE SEQUENTIAL]: how near the thumbnails in three directories
# are to the best that could be: the photo decoded whole and filtered by Lanczos (three lobes) in double precision. Then
# how near those made of progressive files are to those made of the same files when all of them must be read.
# One JSON object a line on standard output, a table on standard error.
import json
import os
import sys
from statistics import median

import numpy
from PIL import Image

Image.MAX_IMAGE_PIXELS = None


def lanczos(x):
    return numpy.where(numpy.abs(x) < 3, numpy.sinc(x) * numpy.sinc(x / 3), 0)


def filtered(pixels, rows):
    """The picture with so many rows."""
    step = pixels.shape[0] / rows
    result = numpy.empty((rows,) + pixels.shape[1:])
    for row in range(rows):
        middle = (row + 0.5) * step - 0.5
        taps = numpy.arange(max(0, int(middle - 3 * step)), min(pixels.shape[0], int(middle + 3 * step) + 2))
        weights = lanczos((taps - middle) / step)
        result[row] = numpy.tensordot(weights / weights.sum(), pixels[taps[0] : taps[-1] + 1], 1)
    return result


def reference(photo, width, height):
    pixels = numpy.asarray(Image.open(photo).convert("RGB"), dtype=float)
    return filtered(filtered(pixels, height).swapaxes(0, 1), width).swapaxes(0, 1).clip(0, 255)


def psnr(a, b):
    return 10 * numpy.log10(255 * 255 / max(numpy.square(a - b).mean(), 1e-3))


def ssim(a, b):
    """Of the brightness, with the window of the original paper: 11 pixels, Gaussian, sigma 1.5."""
    a, b = (image @ [0.299, 0.587, 0.114] for image in (a, b))
    window = numpy.exp(-numpy.square(numpy.arange(-5, 6)) / 4.5)

    def slide(size):
        matrix = sum(w * numpy.eye(size - 10, size, k) for k, w in enumerate(window))
        return matrix / window.sum()

    down, across = slide(a.shape[0]), slide(a.shape[1]).T
    mean = lambda image: down @ image @ across
    mean_a, mean_b = mean(a), mean(b)
    variances = mean(a * a) - mean_a**2 + mean(b * b) - mean_b**2
    covariance = mean(a * b) - mean_a * mean_b
    c1, c2 = 2.55**2, 7.65**2
    similarity = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    return (similarity / ((mean_a**2 + mean_b**2 + c1) * (variances + c2))).mean()


def thumbnails(directory):
    """By the name of the photo, whatever a program appends to it."""
    return {name.split(".")[0]: os.path.join(directory, name) for name in os.listdir(directory)}


def pixels_of(path):
    return numpy.asarray(Image.open(path).convert("RGB"), dtype=float)


def report(source, peer, unit, ours, theirs, images, target, reached):
    line = {"case": "photos", "source": source, "peer": peer, "unit": unit, "ours": round(ours, 4)}
    line |= {"theirs": theirs and round(theirs, 4), "ratio_best": None, "ratio_median": None, "rounds": images}
    print(json.dumps(line | {"target": target, "reached": bool(reached)}), flush=True)
    print(f"photos      {source:<26} against {peer:<48} {ours:9.4f} {theirs or 0:9.4f} {unit}  target {target} "
          f"{str(bool(reached)).lower()}", file=sys.stderr)


def judge_against_reference(photos, made):
    measured = {measure: [[] for _ in made] for measure in (psnr, ssim)}
    found = [thumbnails(directory) for directory in made]
    for photo in sorted(os.listdir(photos)):
        references = {}
        for n, by_name in enumerate(found):
            image = pixels_of(by_name[photo.split(".")[0]])
            size = image.shape[1], image.shape[0]
            if size not in references:
                references[size] = reference(os.path.join(photos, photo), *size)
            for measure, values in measured.items():
                values[n].append(measure(image, references[size]))
    for measure, unit, slack in (psnr, "dB", 0.3), (ssim, "SSIM", 0.002):
        ours, *theirs = [median(values) for values in measured[measure]]
        report(f"quality, median {unit}", "the better of Pillow and vipsthumbnail", unit, ours, max(theirs),
               len(measured[measure][0]), -slack, ours >= max(theirs) - slack)


def judge_early_stop(progressive, sequential):
    some, whole = thumbnails(progressive), thumbnails(sequential)
    values = [psnr(pixels_of(some[name]), pixels_of(whole[name])) for name in whole]
    least = min(values)
    report("quality, least dB", "the same photos, read to the end", "dB", least, None, len(values), 38, least >= 38)


if __name__ == "__main__":
    judge_against_reference(sys.argv[1], sys.argv[2:5])
    judge_early_stop(*sys.argv[5:7])

"""Runs in the peers' environment: draws the curves that come as JSON, `{"file": …, "curves": {name: [[x, y], …]}}`."""

import json
import sys

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "caseclock"  # the same picture from the same figures
from matplotlib import pyplot as plt  # noqa: E402

asked = json.load(sys.stdin)
drawing, axes = plt.subplots(figsize=(8, 4.5))
for number, (name, points) in enumerate(asked["curves"].items()):
    style = "--" if "closed" in name else "-"
    axes.plot(*zip(*sorted(points), strict=True), style, marker="osD^v"[number % 5], label=name)
axes.set(xscale="log", yscale="log", xlabel="cases", ylabel="seconds of the processor")
axes.grid(visible=True, which="major", alpha=0.3)
axes.legend(fontsize="small")
drawing.savefig(asked["file"], format="svg", bbox_inches="tight", metadata={"Date": None})

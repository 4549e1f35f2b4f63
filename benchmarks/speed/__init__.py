"""Time gongwen-clean beside the tools that people use today, and write a report with a picture.

python -m benchmarks.speed -o benchmarks/results.md

Every figure is CPU time of one process. Tools take turns, A B C A B C …, and are compared round by round:
what else a machine does moves absolute speeds by half, but hardly their ratios.
"""

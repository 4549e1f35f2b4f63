"""Clean made-up texts and print digests of all that comes out: the same on every Python, platform and run.

python -m benchmarks.golden                  10,000 texts; exit code 1 when not as in golden.json
python -m benchmarks.golden --write          take what comes out as golden, after a change that is meant
python -m benchmarks.golden --texts 300      fewer texts: digests only
python -m benchmarks.golden --jobs 2         through the command for corpora, with so many processes
"""

from __future__ import annotations

import argparse
import json
import sys
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.mixed_texts import make_texts
from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document_json import document_line
from gongwen_clean.streaming.json_fields import dump

TEXTS = 10_000
GOLDEN = Path(__file__).with_suffix(".json")
_HELP = (
    "a change of tables, steps or a dependency that is meant is taken by python -m benchmarks.golden --write"
)

Digests = dict[str, str]


def digest_documents(texts: int) -> Digests:
    """Return digests of the sources and of every document: text, edits, metadata, findings and scores."""
    sources, documents, cleaner = _digest(), _digest(), Cleaner()
    for number, text in enumerate(make_texts(texts)):
        sources.update(text.encode() + b"\0")
        documents.update(document_line(cleaner.run(text, str(number))).encode())
    return {"sources": sources.hexdigest(), "documents": documents.hexdigest()}


def digest_corpus(texts: int, jobs: int) -> Digests:
    """Return digests of the files that the command writes of the same texts."""
    from gongwen_clean.cli import main as clean

    with TemporaryDirectory() as name:
        source, clean_path, edits = (Path(name, f"{kind}.jsonl") for kind in ("raw", "clean", "edits"))
        with source.open("wb") as file:
            for number, text in enumerate(make_texts(texts)):
                file.write(dump({"id": number, "text": text}) + b"\n")
        argv = ["-o", str(clean_path), "--edits", str(edits), "--jobs", str(jobs), "--add", "metadata,scores"]
        code = clean(["--quiet", "--no-config", str(source), *argv])
        if code:
            raise SystemExit(f"the command ended with exit code {code}")
        return {
            path.stem: blake2b(path.read_bytes(), digest_size=16).hexdigest() for path in (clean_path, edits)
        }


def compare(found: Digests, golden: Digests) -> list[str]:
    """Return a line for each digest that is not the golden one."""
    return [
        f"{name}: {digest} is not the golden {golden.get(name)}; {_HELP}"
        for name, digest in found.items()
        if digest != golden.get(name)
    ]


def main() -> int:
    """Print digests; compare them with, or take them as, the golden ones."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.golden", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--texts", type=int, default=TEXTS, metavar="N", help="how many (%(default)s)")
    parser.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="through the command, in N processes"
    )
    parser.add_argument("--write", action="store_true", help=f"write {GOLDEN.name}")
    args = parser.parse_args()
    found = digest_corpus(args.texts, args.jobs) if args.jobs else digest_documents(args.texts)
    print(json.dumps(found, indent=1))
    if args.jobs or args.texts != TEXTS:
        return 0
    if args.write:
        GOLDEN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        return 0
    differing = compare(found, json.loads(GOLDEN.read_text(encoding="utf-8")))
    print("\n".join(differing), file=sys.stderr)
    return 1 if differing else 0


def _digest() -> blake2b:
    return blake2b(digest_size=16)


if __name__ == "__main__":
    sys.exit(main())

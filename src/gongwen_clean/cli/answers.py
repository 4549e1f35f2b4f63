"""Answer questions: about steps, rules, presets and settings, without writing a cleaned text."""

from __future__ import annotations

import argparse
import sys


def answer(args: argparse.Namespace) -> bool:
    """Answer what is asked, if anything is; return whether it was. Raises: GongwenError."""
    for name, reply in _REPLIES.items():
        if getattr(args, name):
            reply(args)
            return True
    return False


def _print_completion(args: argparse.Namespace) -> None:
    from gongwen_clean.cli.completion import shell_code

    print(shell_code(args.print_completion))


def _init(_args: argparse.Namespace) -> None:
    from gongwen_clean.cli.config_file import write_default

    print(f"{write_default()}: written; every setting stands in it as a comment", file=sys.stderr)


def _show_config(args: argparse.Namespace) -> None:
    from gongwen_clean.cleaner import configured_cleaner
    from gongwen_clean.cli.config_file import format_config
    from gongwen_clean.cli.settings import resolve

    configuration, path = resolve(args)
    configured_cleaner(configuration)  # refuses names that there are not
    print(format_config(configuration, path), end="")


def _list_steps(args: argparse.Namespace) -> None:
    from gongwen_clean.cleaner import configured_steps
    from gongwen_clean.cli.settings import resolve
    from gongwen_clean.report.explanation import describe_step

    for step in configured_steps(resolve(args).configuration):
        print(f"{step.name:16}{describe_step(step)}")


def _explain_rule(args: argparse.Namespace) -> None:
    from gongwen_clean.cleaner import configured_steps, explain_rule
    from gongwen_clean.cli.settings import resolve
    from gongwen_clean.lexicon import rule_examples

    configuration = resolve(args).configuration
    rule = args.explain_rule
    own = (step.rules[rule] for step in configured_steps(configuration) if rule in step.rules)
    print(next(own, None) or explain_rule(rule))
    for kind, examples in rule_examples(rule, configuration.lexicons).items():
        print(*(f"  {kind}: {example}" for example in examples), sep="\n")
    if (level := configuration.rules.level(rule)) != "fix":
        print(f"  level: {level}, by the settings")


def _explain_preset(args: argparse.Namespace) -> None:
    from dataclasses import replace

    from gongwen_clean.cleaner import Cleaner, configured_steps
    from gongwen_clean.cli.settings import resolve
    from gongwen_clean.report.explanation import print_preset
    from gongwen_clean.shipped import seed_pages
    from gongwen_clean.text_files import read_text

    configuration = replace(resolve(args).configuration, preset=args.explain_preset, origins={})
    steps = configured_steps(configuration)
    cleaner = Cleaner(steps=steps)
    paths, called = (args.given_files, "files") if args.given_files else (seed_pages(), "sample pages")
    print_preset(steps, [cleaner.run(read_text(path, args.encoding), str(path)) for path in paths], called)


_REPLIES = {
    "print_completion": _print_completion,
    "init": _init,
    "show_config": _show_config,
    "list_steps": _list_steps,
    "explain_rule": _explain_rule,
    "explain_preset": _explain_preset,
}

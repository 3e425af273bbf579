#!/usr/bin/env python3
"""Renders conversations with Python's Jinja2, set up as Hugging Face's transformers sets it up, and keeps what comes out.

usage: golden.py CONVERSATIONS.json FOLDER [OUT]

Every FOLDER/NAME.jinja gives NAME.golden.json beside it, or in OUT: per conversation either {"text": ...}, or {"raised": ...} where the
template called raise_exception, or {"failed": ...} where Python failed. The files in src/test/resources were made with
Jinja2 3.1.2 on Python 3.11.2. Only Jinja2 is needed.
"""
import datetime
import json
import pathlib
import sys

import jinja2
import jinja2.ext
import jinja2.sandbox

NOW = datetime.datetime(2024, 7, 26)


class Raised(Exception):
    pass


class Generation(jinja2.ext.Extension):
    """The block by which templates mark the assistant's words; it prints its body."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def environment():
    env = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])

    def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    def raise_exception(message):
        raise Raised(message)

    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = lambda form: NOW.strftime(form)
    return env


def messages_of(conversation, arguments_as_text):
    messages = json.loads(json.dumps(conversation["messages"]))
    for message in messages:
        for call in message.get("tool_calls", []):
            if not arguments_as_text:
                call["function"]["arguments"] = json.loads(call["function"]["arguments"])
    return messages


def render(template, conversation, arguments_as_text):
    try:
        text = template.render(
            messages=messages_of(conversation, arguments_as_text),
            tools=conversation.get("tools"),
            documents=None,
            add_generation_prompt=conversation["add_generation_prompt"],
            bos_token="<bos>",
            eos_token="<eos>")
        return {"text": text}
    except Raised as raised:
        return {"raised": str(raised)}
    except Exception as failure:
        return {"failed": f"{type(failure).__name__}: {failure}"}


def wants_text(template, conversations):
    """Some templates join the arguments to other text, so they can only take them as JSON text."""
    def rendered(as_text):
        return sum("text" in render(template, each, as_text) for each in conversations)
    return rendered(True) > rendered(False)


def main():
    conversations = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))
    for path in sorted(pathlib.Path(sys.argv[2]).glob("*.jinja")):
        with open(path, encoding="utf-8", newline="") as file:
            source = file.read()
        template = environment().from_string(source)
        as_text = wants_text(template, conversations)
        golden = {each["name"]: render(template, each, as_text) for each in conversations}
        out = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else path.parent
        (out / f"{path.stem}.golden.json").write_text(
            json.dumps(golden, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

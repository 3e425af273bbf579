#!/usr/bin/env python3
"""Renders single constructs with Python's Jinja2: constructs.py > constructs.golden.json

The file in src/test/resources was made with Jinja2 3.1.2 on Python 3.11.2.
"""
import json
import sys

from golden import environment

VARIABLES = {
    "d": {"a": 1, "b": [1, 2, 3], "items": "own", "n": None}, "l": ["x", "y", "z"], "s": "  a b\n", "n": None, "t": True, "f": False, "i": 7, "x": 2.5,
    "m": [{"role": "user", "content": "Hi", "k": {"v": 2}}, {"role": "assistant", "content": "Yo", "k": {"v": 1}}], "u": "é世😀z", "e": [],
}

CASES = r'''
{{ s.strip() }}|{{ s.lstrip() }}|{{ s.rstrip() }}|{{ '--a-'.strip('-') }}
{{ 'a,b,c'.split(',') }}{{ 'a b  c'.split() }}{{ 'a,b,c'.split(',', 1) }}{{ 'a,b,c'.rsplit(',', 1)[0] }}{{ 'a</t>b'.split('</t>')[-1] }}
{{ 'abc'.startswith('ab') }}{{ 'abc'.endswith(('x', 'c')) }}{{ 'abc'.find('c') }}{{ 'abc'.upper() }}{{ 'aBc dE'.title() }}{{ 'aBC'.capitalize() }}
{{ 'abcabc'.replace('b', '') }}{{ 'abcabc'.replace('b', 'x', 1) }}{{ 'a-b'.partition('-') }}{{ '-'.join(l) }}{{ 'aXa'.count('a') }}
{{ l[1:] }}{{ l[:-1] }}{{ l[::-1] }}{{ l[-1] }}{{ l[5:] }}{{ u[1:3] }}{{ u[-2] }}{{ u | length }}{{ l[::2] }}{{ l[5] is defined }}{{ l[-9:2] }}
{{ d.a }}{{ d['items'] }}{{ d.items() | list }}{{ d.get('q') }}{{ d.get('q', 'no') }}{{ d.keys() | list }}{{ d.values() | list }}{{ d.q is defined }}
{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{% for k, v in d | items %}{{ loop.index }}{{ k }}{% endfor %}{% for k in d %}{{ k }}{% endfor %}
{{ t }}{{ f }}{{ n }}{{ x }}{{ i }}{{ [1.0, true, none, 'a', "it's"] }}{{ {'a': (1,), 2: ()} }}{{ 1e20 }}{{ 1.5e-7 }}{{ 100.0 }}
{{ d | tojson }}{{ d | tojson(indent=2) }}{{ u | tojson }}{{ u | tojson(ensure_ascii=true) }}{{ m | tojson(separators=(',', ':')) }}{{ {'b': 1, 'a': 2} | tojson(sort_keys=true) }}{{ '<a href="x">&' | tojson }}
{{ [] | tojson(indent=4) }}{{ {} | tojson(indent=4) }}{{ [[]] | tojson(indent=4) }}{{ '\u0001\x7f"\\' | tojson }}{{ 1.0 | tojson }}{{ 1e16 | tojson }}
{% for a in l %}{{ loop.previtem }},{{ loop.nextitem }},{{ loop.first }},{{ loop.last }},{{ loop.revindex }},{{ loop.length }},{{ loop.cycle('p', 'q') }};{% endfor %}
{{ 'a' ~ 1 ~ none ~ 1.5 }}{{ 'a' + 'b' * 2 }}{{ 1 + 2 * 3 ** 2 }}{{ -7 // 2 }}{{ -7 % 3 }}{{ 7 / 2 }}{{ 6 / 2 }}{{ 2 ** -1 }}{{ -2 ** 2 }}{{ 7.5 // 2 }}{{ -7.5 % 2 }}
{{ not q is defined }}{{ q is not defined }}{{ q is undefined }}{{ n is none }}{{ d is mapping }}{{ l is sequence }}{{ 'a' is string }}{{ t is boolean }}{{ i is number }}{{ i is integer }}{{ x is float }}{{ l is iterable }}{{ q is iterable }}{{ d is sequence }}{{ t is number }}
{{ 3 is odd }}{{ 4 is even }}{{ 9 is divisibleby 3 }}{{ 'a' is in l }}{{ 'x' is in(l) }}{{ 1 is eq 1.0 }}{{ t is true }}{{ 1 is true }}{{ n is sameas none }}{{ 'a' is lower }}
{{ 'x' in l }}{{ 'q' not in l }}{{ 'a' in d }}{{ 'ell' in 'hello' }}{{ 1 in [1.0] }}{{ 'a' in q }}{{ not 'x' in l }}
{{ (1 if false) }}|{{ 'a' if f else 'b' if n else 'c' }}|{{ q or 'dflt' }}|{{ n and 1 }}|{{ '' or [] or 0 }}|{{ 1 and 'x' }}
{{ 1 < 2 < 3 }}{{ 1 < 2 > 5 }}{{ 'a' < 'b' }}{{ 1 == 1.0 }}{{ '1' == 1 }}{{ none == false }}{{ [1, 2] == [1, 2] }}{{ [1] == (1,) }}{{ d == d }}{{ (1, 2) < (1, 3) }}{{ q == w }}
{% set ns = namespace(a=false, b=0) %}{% for a in l %}{% if a == 'y' %}{% set ns.a = true %}{% endif %}{% set ns.b = ns.b + loop.index %}{% endfor %}{{ ns.a }}{{ ns.b }}
{% set v = 0 %}{% for a in l %}{{ v }}{% set v = v + 1 %}{{ v }}{% endfor %}{{ v }}
{% if t %}{% set w = 5 %}{% endif %}{{ w }}{% for a in e %}x{% else %}none{% endfor %}
{% for a in l if a != 'y' %}{{ loop.index }}{{ a }}{{ loop.length }}{% endfor %}{% for a in l %}{% if loop.index0 == 1 %}{% continue %}{% endif %}{{ a }}{% endfor %}{% for a in l %}{{ a }}{% break %}{% endfor %}
{% macro g(a, b=2, c=a) -%}{{ a }}{{ b }}{{ c }}{%- endmacro %}{{ g(1) }}{{ g(1, b=3) }}{{ g(c=1, a=0) }}{{ g() }}
{% macro g(a) %}[{{ caller() }}{{ a }}]{% endmacro %}{% call g('z') %}in{% endcall %}{% macro h() %}{{ later }}{% endmacro %}{% set later = 'L' %}{{ h() }}
{% set c %}a{{ i }}{% endset %}{{ c }}{% set c | upper %}b{% endset %}{{ c }}{% filter upper %}abc{{ u }}{% endfilter %}{% with q = 1, w = i %}{{ q }}{{ w }}{% endwith %}{{ q }}
{{ l | map('upper') | join(', ') }}{{ m | map(attribute='content') | list }}{{ m | map(attribute='k.v') | sum }}{{ m | selectattr('role', 'equalto', 'user') | list | length }}{{ m | rejectattr('role', 'eq', 'user') | map(attribute='content') | first }}
{{ [3, 1, 2] | sort }}{{ ['b', 'A', 'c'] | sort }}{{ [3, 1] | sort(reverse=true) }}{{ m | sort(attribute='k.v') | map(attribute='content') | join }}{{ ['a', 'A', 'b'] | unique | list }}{{ [1, 5, 2] | max }}{{ l | reverse | list }}{{ 'abc' | reverse }}{{ l | last }}{{ d | dictsort | first }}
{{ [1, 2, 3, 4, 5] | batch(2) | list }}{{ [0, 1, 2] | select | list }}{{ [1, 2, 3] | select('odd') | list }}{{ [1, 2, 3] | reject('odd') | list }}{{ m | groupby('role') | map(attribute=0) | list }}
{{ s | trim }}|{{ 'a\nb\n\nc' | indent }}|{{ 'a\nb' | indent(2, true) }}|{{ 'a\n\nb' | indent(2, blank=true) }}|{{ 'ab cd' | capitalize }}|{{ 'ab-cd eF' | title }}|{{ '<&>' | e }}|{{ 'a b c' | wordcount }}|{{ 'x' | default('y') }}{{ q | default('y') }}{{ n | default('y') }}{{ n | default('y', true) }}
{{ '3' | int }}{{ 'x' | int }}{{ '3.7' | int }}{{ 3.9 | int }}{{ 'x' | int(9) }}{{ '1.5' | float }}{{ -3 | abs }}{{ 2.5 | round }}{{ 3.14159 | round(2) }}{{ 2.1 | round(0, 'ceil') }}{{ 5 | round }}{{ 'a' | string }}{{ 1 | string + 'x' }}{{ 'abc' | list }}{{ 'a b' | replace(' ', '_') }}{{ 'hello world foo' | truncate(8) }}
{% if m | selectattr('role', 'eq', 'nobody') %}generator is true{% endif %}{{ (m | map(attribute='role')) is iterable }}{{ l | join }}{{ none | list if false else 1 }}{{ n | map('upper') | list }}
{% set ns = namespace() %}{% set ns.index = 0 %}{% for a in l %}{% set ns.index = ns.index + 1 %}{% endfor %}{{ ns.index }}{{ ns.other is defined }}
{{ m[0].content.content is defined }}{{ s.content is defined and s.content.content is defined }}{% if m[0].content is defined and m[0].content.content is defined %}a{% else %}b{% endif %}
{% for a in m %}{% set a = a.k %}{{ a.v }}{% for k, v in a.items() if k != 'role' %}{{ k }}{{ v }}{% if not loop.last %},{% endif %}{% endfor %}{% endfor %}{{ a is defined }}
{% if not q is defined %}{% set q = none %}{% endif %}{{ q is none }}{{ q }}{% if not l is defined %}{% set l = none %}{% endif %}{{ l }}
{% for a in m %}{{ a == m[-1] }}{{ a == (m | selectattr('role', 'equalto', 'user') | list)[-1] }}{% endfor %}{{ (d | tojson)[:-1] ~ ', "id": "' + 'x' + '"}' }}
{{ '[' + u|string + ', ' }}{{ m[0]['content']|trim + s }}{{ i|string + 'x' if (m[0]['role'] == 'user') != (i % 2 == 0) }}
{{ 'a  b' }}|{{ '<t>' + 'user' + '  ' + (s if false else "") }}
{{ range(3) | list }}{{ range(5, 0, -2) | list }}{{ dict(a=1) }}{{ strftime_now('%d %b %Y, %Y-%m-%d %H:%M %A %B %j %y %p %I %%') }}{{ namespace(a=1).a }}
{{ {'role': 'x', 'k': {'a': 1}} }}{{ {'a': {'b': {}}} }}{{- '  x' -}}   {{ 'y' }}
a  {%- if t %}  b  {%- endif %}  c
  {% if t %}  b  {% endif %}  c
  {%+ if t %}b{% endif +%}  c
{# c #}  x {#- d -#}  y
{% raw %}{{ x }} {% if %}{% endraw %}|{%- raw -%}  z  {%- endraw -%}  w
{{ "a" "b" }}{{ 'a\tb\\n\'' }}{{ "\u00e9" }}{{ 1_000 }}{{ 0x1f }}{{ [1, 2,] }}{{ (1,) }}{{ () }}{{ 1, 2 }}
{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}{% set a, b = 1, 2 %}{{ a }}{{ b }}{% for a in [1, [2, [3]]] recursive %}{{ loop.depth }}{{ loop(a) if a is iterable else a }}{% endfor %}
{% generation %}g{% endgeneration %}{{ m[0].role }}{{ m[-1]['content'] }}{{ m[0]['k'].v }}{{ d.b.0 }}{{ d['b'][1] }}{{ u.upper() }}{{ 'ß'.upper() }}
{{ q }}|{{ d.q }}|{{ l[9] }}|{{ q | length }}{{ q | list }}{{ loop is defined }}{{ n is not none and n | length }}
{{ 'a' if q is defined and q.z else 'b' }}{{ (d.n or {}).z }}{{ m[0].tool_calls is defined }}{{ 'tool_calls' in m[0] }}{{ m[0].get('tool_calls') }}
{{ l is string }}{{ '12'.isdigit() }}{{ ''.isdigit() }}{{ 'a1'.isalnum() }}{{ 'AB'.isupper() }}{{ '7'.zfill(3) }}{{ 'a'.ljust(3) }}|{{ 'a' | center(4) }}|{{ 'a\nb\r\nc'.splitlines() }}{{ 'xay'.removeprefix('x') }}
{{ q.z }}
{{ n.z.z }}
{{ none + 'a' }}
{{ 'a' + none }}
{{ 1 < 'a' }}
{{ q + 1 }}
{{ 1 / 0 }}
{{ 'a'.index('b') }}
{{ n | length }}
{{ i() }}
{{ q() }}
{{ 1 in 2 }}
{{ q | tojson }}
{{ l | map('nosuch') | list }}
{{ m | map(attribute='role') | length }}
{% for a in n %}{% endfor %}
{{ 'a' | join(1, 2, 3) }}
{% set q.z = 1 %}
{% if %}x{% endif %}
{% endif %}
{{ 'open }}
{{ a b }}
{% for x %}{% endfor %}
{% break %}
{{ raise_exception('stop') }}
{{ l[::0] }}
{% if t %}
'''


def main():
    cases = []
    for source in CASES.strip("\n").split("\n"):
        # blanks around tags matter on lines of their own, so each case is tried with two blanks as a new line too
        for text in {source, source.replace("  ", "\n  ")}:
            try:
                cases.append({"source": text, "text": environment().from_string(text).render(**VARIABLES)})
            except Exception:
                cases.append({"source": text})
    cases.sort(key=lambda case: case["source"])
    json.dump({"variables": VARIABLES, "cases": cases}, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()

// Templates that would run for ever, take all memory, or read what is none of their business; and what is said of each.

const times = (count: number, body: string): string => `{% for i in range(${count}) %}${body}{% endfor %}`;
const grow = (start: string, step: string): string =>
  `{% set x = ${start} %}${times(99, `{% set x = ${step} %}`)}`;
const many = 'range(100000)';

/** Name → text, and what must be said. `self.njk` is the template itself; `other.njk` includes it. */
export const hostileTemplates: Readonly<Record<string, readonly [text: string, says: RegExp]>> = {
  'loops within loops': [
    `{% for a in ${many} %}{% for b in ${many} %}{% endfor %}{% endfor %}`,
    /longer than 5 seconds/,
  ],
  'a regular expression that never ends': [
    `{{ "${'a'.repeat(40)}b" | replace(r/(a+)+$/, "x") }}`,
    /longer than 5 seconds/,
  ],
  'a macro that calls itself': [
    '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}',
    /calls itself, or nests, without end/,
  ],
  'a template that includes itself': ['{% include "self.njk" %}', /include each other more than 32 deep/],
  'a template that includes itself twice': [
    '{% include "self.njk" %}{% include "self.njk" %}',
    /include each other more than 32 deep/,
  ],
  'templates that include each other': ['{% include "other.njk" %}', /include each other more than 32 deep/],
  'a template that imports itself': ['{% import "self.njk" as s %}', /include each other more than 32 deep/],
  'a template that extends itself': ['{% extends "self.njk" %}', /more than 32 deep/],
  'brackets without end': [`{{ ${'('.repeat(100_000)} }}`, /calls itself, or nests, without end/],
  'blocks without end': ['{% if 1 %}'.repeat(20_000), /calls itself, or nests, without end/],
  'a billion numbers': ['{{ range(1000000000) | length }}', /at most 100000/],
  'numbers without end': ['{{ range(0, 1, 0.0000000001) | length }}', /at most 100000/],
  'numbers that are none': ['{{ range("a", "b") | length }}', /range: it takes numbers/],
  'text that doubles by ~': [`${grow('"xxxxxxxx"', 'x ~ x')}{{ x }}`, /more than 16 MiB of text/],
  'text that doubles by +': [`${grow('"xxxxxxxx"', 'x + x')}{{ x }}`, /more than 16 MiB of text/],
  'text that doubles as a block': [
    `{% set x = "xxxxxxxx" %}${times(99, '{% set x %}{{ x }}{{ x }}{% endset %}')}{{ x }}`,
    /more than 16 MiB of text/,
  ],
  'text that doubles by replace': [grow('"xxxxxxxx"', 'x | replace("x", "xx")'), /too large for a filter/],
  'many lines, indented': [
    `{% set x = "x\\n" %}${times(22, '{% set x = x ~ x %}')}{{ x | indent(1) | length }}`,
    /too large for a filter/,
  ],
  'much text, many times': [times(100_000, 'x'.repeat(10_000)), /more than 16 MiB of text/],
  'a wide text': ['{{ "x" | center(1000000000) }}', /too large for a filter|16 MiB/],
  'a deep indentation': ['{{ "x\\nx" | indent(1000000000) }}', /too large for a filter|16 MiB/],
  'a long batch': ['{{ [1] | batch(1000000000, "x") | length }}', /too large for a filter|16 MiB/],
  'many slices': ['{{ [1] | slice(1000000000) | length }}', /too large for a filter|16 MiB/],
  'lists that double, joined': [`${grow('["xxxxxxxx"]', '[x, x]')}{{ x | join }}`, /too large for a filter/],
  'lists that double, dumped': [`${grow('["xxxxxxxx"]', '[x, x]')}{{ x | dump }}`, /too large for a filter/],
  'lists that double, sorted': [`${grow('["xxxxxxxx"]', '[x, x]')}{{ x | sort | length }}`, /too large/],
  'a list that doubles, printed': [`${grow('["xxxxxxxx"]', '[x, x]')}{{ x }}`, /a list can't be printed/],
  'many long texts kept': [
    `{% set x = [] %}${times(100_000, '{% set x = [x, "x" | center(1000000)] %}')}`,
    /more than 256 MiB of memory|more than 16 MiB|longer than 5 seconds/,
  ],
  'many small things kept': [
    `{% set x = [] %}${times(100_000, times(1000, '{% set x = [x, [1, 2, 3, 4, 5, 6, 7, 8]] %}'))}`,
    /more than 256 MiB of memory|longer than 5 seconds/,
  ],
  'a file of the controller': ['{% include "/etc/passwd" %}', /template not found/],
  'a file above': ['{% include "../secret" %}', /outside of the folder of templates/],
  'a file beside': ['{% include "../templates-not/secret" %}', /outside of the folder of templates/],
  'a file by a link': ['{% include "link.njk" %}', /outside of the folder of templates/],
  'a file in a linked folder': ['{% extends "folder/passwd" %}', /outside of the folder of templates/],
  'a link to itself': ['{% include "loop.njk" %}', /./],
  'a pipe': ['{% include "pipe.njk" %}', /not a regular file/],
  'a device': ['{% include "zero.njk" %}', /outside of the folder|not a regular file/],
  'a huge template': ['{% include "huge.njk" %}', /larger than 256 KiB/],
  'a template that is no text': ['{% include "latin1.njk" %}', /not UTF-8/],
};

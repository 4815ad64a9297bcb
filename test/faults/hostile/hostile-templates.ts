// Templates that an author's slip made endless, or that are no texts; and what is said of each.

const times = (count: number, body: string): string => `{% for i in range(${count}) %}${body}{% endfor %}`;
const grow = (start: string, step: string): string =>
  `{% set x = ${start} %}${times(99, `{% set x = ${step} %}`)}`;
const many = 'range(100000)';

/** By whichever comes first, the time or the end of the stack: that depends on how the program was built. */
const endless = /longer than 5 seconds|infinite recursion/;

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
    /infinite recursion, or nesting that is too deep/,
  ],
  'a template that includes itself': ['{% include "self.njk" %}', endless],
  'templates that include each other': ['{% include "other.njk" %}', endless],
  'a template that imports itself': [
    '{% import "self.njk" as s %}',
    /infinite recursion, or nesting that is too deep/,
  ],
  'a template that extends itself': [
    '{% extends "self.njk" %}',
    /infinite recursion, or nesting that is too deep/,
  ],
  'brackets without end': [`{{ ${'('.repeat(100_000)} }}`, /infinite recursion, or nesting that is too deep/],
  'blocks without end': ['{% if 1 %}'.repeat(20_000), /infinite recursion, or nesting that is too deep/],
  'a billion numbers': ['{{ range(1000000000) | length }}', /at most 100000/],
  'numbers without end': ['{{ range(0, 1, 0.0000000001) | length }}', /at most 100000/],
  'numbers that are none': ['{{ range("a", "b") | length }}', /range accepts only numbers/],
  'text that doubles by ~': [`${grow('"xxxxxxxx"', 'x ~ x')}{{ x }}`, /output is too long/],
  'text that doubles by +': [`${grow('"xxxxxxxx"', 'x + x')}{{ x }}`, /output is too long/],
  'text that doubles as a block': [
    `{% set x = "xxxxxxxx" %}${times(99, '{% set x %}{{ x }}{{ x }}{% endset %}')}{{ x }}`,
    /output is too long/,
  ],
  'much text, many times': [times(100_000, 'x'.repeat(10_000)), /output is too long/],
  'a list that doubles, printed': [`${grow('["xxxxxxxx"]', '[x, x]')}{{ x }}`, /a list can't be printed/],
  'many small things kept': [
    `{% set x = [] %}${times(100_000, times(1000, '{% set x = [x, [1, 2, 3, 4, 5, 6, 7, 8]] %}'))}`,
    /longer than 5 seconds/,
  ],
  'a pipe': ['{% include "pipe.njk" %}', /not a regular file/],
  'a device': ['{% include "zero.njk" %}', /not a regular file/],
  'a huge template': ['{% include "huge.njk" %}', /larger than 256 KiB/],
  'a template that is no text': ['{% include "latin1.njk" %}', /not UTF-8/],
};

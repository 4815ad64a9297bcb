// Finds where a question takes "could not look" for "no": a command whose failure nobody hears of.

/** Tests that only look at a name or a text, and builtins that can't fail. */
const harmless = /^(!\s*)*(\[|:$|:\s|true\b|echo\b|printf\b|set\b|shift\b|return\b|exit\b|command -v\b)/;

/** The source without what is quoted for other programs, without comments, a line a command. */
function commandsOf(source: string): readonly string[] {
  return (
    source
      .replaceAll(/(^|[\s;(=|])'(?:[^'])*'/g, "$1'…'")
      .replaceAll(/(^|\s)#.*$/gm, '$1')
      .replaceAll(/\\\n/g, ' ')
      .split(/\n|;(?!;)|\bthen\b|\bdo\b|\belse\b/)
      // Behind the name of a function or a pattern of `case`.
      .map((line) => line.trim().replace(/^(\w+\(\) [{(]|\S+\)(?= )|\()\s*/, ''))
      .filter((line) => line !== '')
  );
}

/** Whether a condition runs a program whose failure it would take for "no". */
function conditionFails(condition: string): boolean {
  return condition
    .split(/&&|\|\|/)
    .map((part) => part.trim().replace(/^\{\s*/, ''))
    .some((part) => part !== '' && !harmless.test(part));
}

/** The commands of a script that swallow a failure, as they stand in it. */
export function swallowedIn(source: string): readonly string[] {
  return commandsOf(source).filter((line) => {
    const condition = /^(?:if|elif|while|until)\s+(.*)$/s.exec(line)?.[1];
    if (condition !== undefined && !/^(IFS= )?read\b/.test(condition) && conditionFails(condition))
      return true;
    if (/2>\s*\/dev\/null/.test(line)) return true;
    // `cmd || x` and `cmd && x` on a line of their own; `|| exit`, `|| return 1` and `|| [ $? = 1 ]` say what the failure is.
    const [first = '', ...rest] = line.split(/&&|\|\|/).map((part) => part.trim());
    const heard = rest.some((part) => /^(exit\b|return [1-9]|\[ \$\? = |\{.*exit)/.test(part));
    if (condition === undefined && rest.length > 0 && !heard && !harmless.test(first.replace(/^\{\s*/, '')))
      return true;
    // A status inside another command's words is nobody's.
    return /^(?:printf|echo|\[|set --).*\$\((?!printf|echo|\()/.test(line);
  });
}

interface Step {
  readonly star: boolean;
  readonly matches: (character: string) => boolean;
}

/** True when a text holds a glob mark: `*`, `?` or `[`. */
export function isGlob(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

/**
 * True when a glob matches the whole of `name`: `*` any run (also of `.` and `/`), `?` one character, `[a-c]` and
 * `[^a-c]` classes. The time is at most proportional to name × pattern, for every pattern.
 */
export function matchGlob(name: string, pattern: string): boolean {
  const characters = [...name];
  const steps = compile(pattern);
  let at = 0;
  let step = 0;
  let starStep = -1;
  let starAt = 0;
  while (at < characters.length) {
    const current = steps[step];
    if (current && !current.star && current.matches(characters[at]!)) [at, step] = [at + 1, step + 1];
    else if (current?.star) [starStep, starAt, step] = [step, at, step + 1];
    else if (starStep >= 0) [at, step, starAt] = [starAt + 1, starStep + 1, starAt + 1];
    else return false;
  }
  return steps.slice(step).every(rest => rest.star);
}

function compile(pattern: string): Step[] {
  const steps: Step[] = [];
  for (const [part] of pattern.matchAll(/\[\^?[^\]]+\]|[\s\S]/gu)) {
    if (part === '*') steps.push({ star: true, matches: () => true });
    else if (part === '?') steps.push({ star: false, matches: () => true });
    else if (part.length > 1 && part.startsWith('['))
      steps.push({ star: false, matches: characterClass(part) });
    else steps.push({ star: false, matches: character => character === part });
  }
  return steps;
}

function characterClass(part: string): (character: string) => boolean {
  const inverted = part[1] === '^';
  const ranges = [...part.slice(inverted ? 2 : 1, -1).matchAll(/([\s\S])-([\s\S])|([\s\S])/gu)].map(
    ([, low, high, single]) => [low ?? single, high ?? single] as [string, string],
  );
  return character => ranges.some(([low, high]) => character >= low && character <= high) !== inverted;
}

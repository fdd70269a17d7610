import { isTelling, maskOf, Registry } from '../action/index.ts';
import { builtins } from '../actors/index.ts';
import { type Diagnostic, isHeroError, isSecretName, Mask, type Source } from '../base/index.ts';
import { parse } from '../script/index.ts';

/** The secrets in the scripts that an error points at, and in settings (`--set`), by the names of their keys. */
export function maskOfError(error: unknown, settings: Readonly<Record<string, string>> = {}): Mask {
  const mask = new Mask();
  for (const [key, value] of Object.entries(settings)) {
    if (isSecretName(key) && isTelling(value)) mask.add(value);
    mask.addUserInfo(value);
  }
  return isHeroError(error) ? addSecretsOf(error.diagnostics.flatMap(sourcesOf), mask) : mask;
}

/** The secrets in scripts, as the built-in actors declare them; of other actors, by the names of their params. */
export function maskOfSources(sources: readonly Source[]): Mask {
  return addSecretsOf(sources, new Mask());
}

function addSecretsOf(sources: readonly Source[], mask: Mask): Mask {
  const documents = [...new Set(sources)].map(source => parse(source));
  return maskOf(documents, new Registry(builtins), mask);
}

function sourcesOf({ span, related }: Diagnostic): Source[] {
  return [span, related?.span].flatMap(each => (each ? [each.source] : []));
}

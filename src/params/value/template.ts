const template = /\{\{[A-Za-z0-9_]+\}\}|\$?\{([A-Za-z0-9_]+)\}/g;

/** The names in `{NAME}` and `${NAME}` in a text, in order. `{{NAME}}` is not a template. */
export function templateNames(text: string): string[] {
  if (!text.includes('{')) return [];
  return [...text.matchAll(template)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** Replaces `{NAME}` and `${NAME}` in one pass; a name without a value stays as it is. */
export function fillTemplates(text: string, lookUp: (name: string) => string | undefined): string {
  if (!text.includes('{')) return text;
  return text.replace(template, (all, name?: string) => (name === undefined ? all : (lookUp(name) ?? all)));
}

// Equal data for all formats: records of text, numbers, yes and no, lists, and a text of two lines in every fifth.
const words = 'anchor beacon cable drift engine ferry gauge harbour island jetty keel lantern mast'.split(
  ' ',
);

/** Makes `count` records; the same ones every time. */
export function makeRecords(count) {
  let seed = 1;
  const next = limit => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % limit;
  };
  const word = () => words[next(words.length)];
  return Array.from({ length: count }, (_, id) => ({
    name: `${word()}_${id}`,
    title: `The ${word()} of the ${word()}`,
    email: `${word()}@${word()}.example.org`,
    age: next(90),
    active: next(2) === 1,
    tags: [word(), word(), word()],
    ...(id % 5 === 0 && { text: `First the ${word()} and the ${word()}.\nThen the ${word()}.` }),
  }));
}

export function toHeroscript(records) {
  return records
    .map(({ name, title, email, age, active, tags, text }) => {
      const block = text === undefined ? '' : `    text:'\n${text.replace(/^/gm, '        ')}\n        '\n`;
      return `// record ${name}\n!!person.define name:${name}\n    title:'${title}'\n    email:'${email}'\n    age:${age} active:${active} tags:${tags.join(',')}\n${block}`;
    })
    .join('\n');
}

export function toToml(records) {
  return records.map(record => `# record ${record.name}\n[[person]]\n${tomlLines(record)}`).join('\n');
}

function tomlLines(record) {
  return Object.entries(record)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
    .join('');
}

export function toYaml(records) {
  return records.map(record => `# record ${record.name}\n- ${yamlLines(record)}`).join('');
}

function yamlLines(record) {
  return `${Object.entries(record)
    .map(
      ([key, value]) => `${key}: ${Array.isArray(value) ? `[${value.join(', ')}]` : JSON.stringify(value)}`,
    )
    .join('\n  ')}\n`;
}

export function toKdl(records) {
  return records
    .map(
      ({ tags, ...record }) =>
        `// record ${record.name}\nperson ${kdlPairs(record)} {\n  tags ${tags.map(tag => `"${tag}"`).join(' ')}\n}\n`,
    )
    .join('');
}

function kdlPairs(record) {
  return Object.entries(record)
    .map(([key, value]) => `${key}=${typeof value === 'boolean' ? `#${value}` : JSON.stringify(value)}`)
    .join(' ');
}

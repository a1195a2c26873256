/** What is no SQL but text: literals, quoted names, comments. */
const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\?/g;

/** `?` as SQLite has it, by number as PostgreSQL wants it. */
export const numbered = (sql: string): string => {
  if (!sql.includes('?')) return sql;
  let count = 0;
  return sql.replace(quoted, (found) => {
    if (found !== '?') return found;
    count += 1;
    return `$${String(count)}`;
  });
};

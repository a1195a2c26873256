// Our TypeScript as JavaScript, one file at a time, kept in dist/.compiled for as long as the file says the same: for tests, and for processes that tests
// start without a build. Each loads several hundred sources, and compiling them again took longer than most tests. Types are checked elsewhere.
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { threadId } = require('node:worker_threads');

const root = path.resolve(__dirname, '..');
const folder = path.join(root, 'dist', '.compiled');
const settings = readFileSync(path.join(root, 'tsconfig.json'), 'utf8');
/** What the outcome depends on beside the source. */
const compiler = [require('typescript/package.json').version, settings, readFileSync(__filename, 'utf8')].join('\n');

/** Says what a source, and how, is compiled from. */
const digestOf = (source) => createHash('sha1').update(compiler).update(source).digest('hex');

/** Where the outcome is kept. */
const keptAt = (file) => path.join(folder, `${encodeURIComponent(path.relative(root, file))}.js`);

let options;
const compile = (file, source) => {
  // Loaded only where something has changed.
  const ts = require('typescript');
  if (options === undefined) {
    // What says how it is written; the rest is about types, or about files that this one names.
    const { target, strict, experimentalDecorators, emitDecoratorMetadata } = JSON.parse(settings).compilerOptions;
    options = ts.convertCompilerOptionsFromJson(
      { module: 'commonjs', sourceMap: true, target, strict, experimentalDecorators, emitDecoratorMetadata },
      root,
    ).options;
  }
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(source, {
    fileName: file,
    compilerOptions: options,
    reportDiagnostics: true,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
  if (diagnostics.length > 0)
    throw new SyntaxError(
      ts.formatDiagnostics(diagnostics, { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => '\n' }),
    );
  return { code: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ''), map: sourceMapText };
};

/** Whole or not at all, whoever else writes the same at this moment. */
const write = (file, text) => {
  const unfinished = `${file}.${process.pid}.${threadId}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
};

/** The code and the source map of a file. Throws SyntaxError where it cannot be compiled. */
const compiled = (file, source = readFileSync(file, 'utf8')) => {
  const kept = keptAt(file);
  const mark = `//# of ${digestOf(source)}\n`;
  const known = existsSync(kept) ? readFileSync(kept, 'utf8') : '';
  const mapOfKnown = () => readFileSync(`${kept}.map`, 'utf8');
  if (known.endsWith(mark)) return { code: known, map: mapOfKnown };
  const { code, map } = compile(file, source);
  mkdirSync(folder, { recursive: true });
  write(`${kept}.map`, map);
  write(kept, `${code}${mark}`);
  return { code: `${code}${mark}`, map: () => map };
};

module.exports = { compiled, digestOf, keptAt };

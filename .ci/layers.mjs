/**
 * Checks who imports whom, by parsing every source file.
 *
 * `node .ci/layers.mjs [FOLDER]` prints each violation as `file: what` and exits with 1 if there is one,
 * or if no file was read.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'rolldown/utils';

/** Folders that a folder (or a file of the top level) may import, besides itself. */
export const MAY_IMPORT = {
  base: [],
  city: ['base'],
  builder: ['base', 'city'],
  server: ['base', 'city'],
  demo: ['base', 'city'],
  twin: ['base', 'city'],
  ui: ['base', 'twin'],
  sdk: ['base'],
  bench: ['base', 'city'],
  'cli.ts': ['base', 'city', 'builder', 'server', 'demo'],
  'main.tsx': ['base', 'twin', 'ui'],
};
const NODE_FREE = ['base', 'city', 'twin', 'ui', 'sdk', 'main.tsx'];
const ENGINE = /^(cesium|@cesium\/|@deck\.gl\/|deck\.gl$|three$|three\/)/;
const THREE_DRAWS = /Renderer|RenderTarget|^Scene$|Camera$/;
const THREE_DRAWING_MODULES = /^three\/(webgpu|tsl|.*renderers|.*postprocessing|.*controls)/;

const isTest = (file) => /\.(test|bench)\.tsx?$/.test(file);
const topOf = (file) => file.split('/')[0];

/** Every import of a file: what it asks for, the names taken, whether it is only types, and how it is written. */
export function readImports(file, text) {
  const { program, module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: does not parse: ${errors[0].message}`);
  const imports = [];
  const add = (request, kind, typeOnly, names) => imports.push({ request, kind, typeOnly, names });
  const literal = (node) => (node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null);
  const nameOf = (node) => node?.name ?? node?.value ?? '';
  let defaultExport = false;
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (node === null || typeof node !== 'object' || typeof node.type !== 'string') return;
    const source = literal(node.source);
    if (node.type === 'ImportDeclaration') {
      const parts = node.specifiers ?? [];
      const typeOnly =
        node.importKind === 'type' || (parts.length > 0 && parts.every((part) => part.importKind === 'type'));
      const names = parts.map((part) =>
        part.type === 'ImportNamespaceSpecifier' ? '*' : part.imported ? nameOf(part.imported) : 'default',
      );
      add(source, 'static', typeOnly, names);
    } else if (node.type === 'ExportAllDeclaration') {
      add(source, 'static', node.exportKind === 'type', ['*']);
    } else if (node.type === 'ExportNamedDeclaration') {
      const parts = node.specifiers ?? [];
      if (parts.some((part) => nameOf(part.exported) === 'default')) defaultExport = true;
      if (source !== null) {
        add(
          source,
          'static',
          node.exportKind === 'type',
          parts.map((part) => nameOf(part.local)),
        );
      }
    } else if (node.type === 'ExportDefaultDeclaration') {
      defaultExport = true;
    } else if (node.type === 'ImportExpression' && source !== null) {
      add(source, 'dynamic', false, ['*']);
    } else if (node.type === 'TSImportType') {
      add(source ?? literal(node.argument?.literal ?? node.argument), 'static', true, []);
    } else if (
      node.type === 'NewExpression' &&
      nameOf(node.callee) === 'URL' &&
      node.arguments.length === 2
    ) {
      const request = literal(node.arguments[0]);
      if (request?.startsWith('.')) add(request, 'url', true, []);
    }
    for (const key of Object.keys(node)) if (key !== 'parent') visit(node[key]);
  };
  visit(program);
  if (imports.length < module.staticImports.length) throw new Error(`${file}: an import was not understood`);
  return { imports, defaultExport };
}

/** Path below src that an import of our own means, or null for a package. */
function targetOf(file, request) {
  if (request.startsWith('#')) return request.slice(1);
  if (request.startsWith('.')) return posix.normalize(posix.join(posix.dirname(file), request));
  return null;
}

function judgeOwn(file, { request, kind, typeOnly }, target) {
  const from = topOf(file);
  const to = topOf(target);
  if (request.startsWith('.')) {
    if (to !== from && kind !== 'url') return `"${request}" leaves ${from}/: expected #${target}`;
    return null;
  }
  if (to === from) return null;
  const allowed = MAY_IMPORT[from];
  if (!allowed) return isTest(file) ? null : `expected a row for "${from}" in the table of folders`;
  if (!allowed.includes(to)) return `${from} may not import ${to} ("${request}")`;
  if (from === 'ui' && to === 'twin' && !target.startsWith('twin/state/')) {
    return `ui may import the twin's state alone, got "${request}"`;
  }
  if (from === 'sdk' && !typeOnly && !target.startsWith('base/wire/')) {
    return `sdk may import base's types and wire formats alone, got "${request}"`;
  }
  return null;
}

function judgePackage(file, { request, names, typeOnly }) {
  const from = topOf(file);
  if (isBuiltin(request)) {
    return NODE_FREE.includes(from) && !isTest(file) ? `${from} may not import Node's "${request}"` : null;
  }
  if (!ENGINE.test(request) || file.startsWith('twin/scene/')) return null;
  if (request.startsWith('three') && from === 'city') {
    const drawn = THREE_DRAWING_MODULES.test(request)
      ? request
      : names.find((name) => name === '*' || THREE_DRAWS.test(name));
    return drawn && !typeOnly ? `city may use three's geometry and maths alone, got ${drawn}` : null;
  }
  return `only twin/scene may import "${request}"`;
}

/** Finds one cycle for each strongly connected group, as the files on it. */
function findCycles(graph) {
  const cycles = [];
  const state = new Map();
  const path = [];
  const visit = (file) => {
    state.set(file, 'open');
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      if (state.get(next) === 'open') cycles.push([...path.slice(path.indexOf(next)), next]);
      else if (!state.has(next)) visit(next);
    }
    path.pop();
    state.set(file, 'done');
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return cycles;
}

/** Reads every TypeScript file under `folder` and gives their number and the violations. */
export function checkLayers(folder) {
  const files = readdirSync(folder, { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path))
    .sort();
  const violations = [];
  const graph = new Map();
  for (const file of files) {
    const say = (what) => what && violations.push({ file, what });
    const { imports, defaultExport } = readImports(file, readFileSync(join(folder, file), 'utf8'));
    // Declarations of foreign modules say what those export.
    if (defaultExport && !file.endsWith('.d.ts')) say('has a default export: expected named ones');
    const edges = [];
    for (const one of imports) {
      const target = targetOf(file, one.request);
      say(target === null ? judgePackage(file, one) : judgeOwn(file, one, target));
      if (target === null || one.typeOnly || one.kind !== 'static') continue;
      if (existsSync(join(folder, target))) edges.push(target);
    }
    graph.set(file, edges);
  }
  for (const cycle of findCycles(graph)) {
    violations.push({ file: cycle[0], what: `imports itself: ${cycle.join(' → ')}` });
  }
  return { files: files.length, violations };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? join(dirname(dirname(fileURLToPath(import.meta.url))), 'src');
  const { files, violations } = checkLayers(folder);
  for (const { file, what } of violations) console.error(`${file}: ${what}`);
  console.log(`layers: ${files} files read, ${violations.length} violations`);
  if (files === 0) console.error(`layers: expected TypeScript files under "${folder}", got none`);
  process.exitCode = files === 0 || violations.length > 0 ? 1 : 0;
}

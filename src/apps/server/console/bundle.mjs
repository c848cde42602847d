// Bundles the console into dist/: one page, one script, one style sheet; and LICENSES.md, the terms
// of what is inside. The same sources and the same lock file give the same bytes.
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

await mkdir('dist', { recursive: true });
const { metafile } = await build({
  entryPoints: { app: 'src/main.tsx' },
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['es2022', 'chrome100', 'firefox100', 'safari15'],
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  sourcemap: false,
  charset: 'utf8',
  metafile: true,
  logLevel: 'info',
});
await copyFile('src/index.html', 'dist/index.html');

const inside = (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
const packages = [...new Set(Object.keys(metafile.inputs).map(inside).filter(Boolean))].sort();

/** The package's own licence file; else what its package.json says. */
async function terms(name) {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  const file = (await readdir(folder)).sort().find((one) => /^licen[cs]e/i.test(one));
  const text = file ? await readFile(`${folder}/${file}`, 'utf8') : `${license}\n`;
  return `## ${name} ${version}\n\n${text.replace(/\r/g, '').trim()}\n`;
}
const all = await Promise.all(packages.map(terms));
await writeFile(
  'LICENSES.md',
  `<!-- Written by bundle.mjs. -->\n# What the bundle holds of others\n\n${all.join('\n')}`,
);

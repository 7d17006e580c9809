import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeOwnDirectory } from '../cache/ownership.ts';
import { RenderError } from '../model/errors.ts';
import type { Session } from './session.ts';

/** What was fetched from one place, each version in a directory that is never changed once it is there. */
export interface FetchedDirectory {
  /** Absolute path of a version, which need not exist. */
  pathOf(version: string): string;
  /** Whether a version is there. */
  has(version: string): Promise<boolean>;
  /** Lets work use an empty directory, which is gone when it is done. */
  draft<Result>(work: (directory: string) => Promise<Result>): Promise<Result>;
  /**
   * Lets work fill a directory, which then becomes that of a version. Several runs at once may do so: the first one's stays.
   *
   * @param work gets an empty directory, and returns which version is in it
   * @returns absolute path of the version
   */
  add(work: (directory: string) => Promise<string>): Promise<string>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** What was not used for so long is removed when something new is fetched from the same place. */
const MAX_AGE_MS = 30 * DAY_MS;
/** What a killed run left behind is removed sooner. */
const DRAFT = 'draft-';

/**
 * The directory for what is fetched from a place: below the cache directory, or with `--no-cache` in a temporary one that goes
 * with the session.
 *
 * @param kind of what is fetched, a file name
 * @param place URL
 * @throws RenderError where others may write to the cache: what they put there must not be judged in its place
 */
export async function openFetchedDirectory(kind: string, place: string, session: Session): Promise<FetchedDirectory> {
  const { cacheDirectory, cachesRenders } = session.settings;
  const parent = join(cachesRenders === true ? cacheDirectory : (session.sandbox.env.HOME ?? tmpdir()), 'fetched');
  const directory = join(parent, kind, createHash('sha256').update(place).digest('hex').slice(0, 40));
  for (const each of [parent, join(parent, kind), directory]) {
    if (!makeOwnDirectory(each)) throw new RenderError(`${each} is not ours alone, so that nothing is fetched into it`);
  }
  const pathOf = (version: string) => join(directory, version);
  const draft = async <Result>(work: (directory: string) => Promise<Result>): Promise<Result> => {
    const made = await mkdtemp(join(directory, DRAFT));
    try {
      return await work(made);
    } finally {
      await rm(made, { recursive: true, force: true });
    }
  };
  return {
    pathOf,
    async has(version) {
      if (!existsSync(pathOf(version))) return false;
      await noteUse(pathOf(version));
      return true;
    },
    draft,
    async add(work) {
      await removeOld(directory);
      return draft(async (made) => {
        const path = pathOf(await work(made));
        await rename(made, path).catch((error: unknown) => {
          // Another run was faster; its result is as good.
          if (!existsSync(path)) throw error;
        });
        return path;
      });
    },
  };
}

async function noteUse(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}

async function removeOld(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    const used = await stat(path).catch(() => undefined);
    const maxAgeMs = name.startsWith(DRAFT) ? DAY_MS : MAX_AGE_MS;
    if (used !== undefined && Date.now() - used.mtimeMs > maxAgeMs) await rm(path, { recursive: true, force: true });
  }
}

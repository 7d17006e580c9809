import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RenderContext } from '../run-renderer.ts';

/** Far enough that the year, the month, the day, the hour, the minute and the second are all other ones. */
const SECONDS_AHEAD = 410 * 86_400 + 3_661;

/**
 * A context in which clocks show another time: renderers live in a time zone of our making. What they print of the day or the
 * year differs then from what they print now, as it will on another day. Seconds since 1970 and times in UTC stay what they are.
 *
 * Source: Go's time package reads a file in the format of RFC 8536 that TZ names by its absolute path
 */
export async function atOtherTime(context: RenderContext, times: number): Promise<RenderContext> {
  const { sandbox } = context;
  const file = join(sandbox.env.HOME ?? '', `zone-${randomUUID()}`);
  await writeFile(file, zone(times * SECONDS_AHEAD), { mode: 0o600 });
  return { ...context, sandbox: { ...sandbox, env: { ...sandbox.env, TZ: file } } };
}

/** One zone without changes, under the name UTC. */
function zone(secondsAhead: number): Uint8Array {
  const header = Buffer.alloc(44);
  header.write('TZif');
  header.writeUInt32BE(1, 36);
  header.writeUInt32BE(4, 40);
  const type = Buffer.alloc(6);
  type.writeInt32BE(secondsAhead);
  return Buffer.concat([header, type, Buffer.from('UTC\0')]);
}

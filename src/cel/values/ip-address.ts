import { NamedValue } from './named-value.ts';

/** An IP address of either family, as one number. */
export class IpAddress extends NamedValue {
  readonly typeName = 'net.IP';
  readonly family: 4 | 6;
  readonly value: bigint;

  constructor(family: 4 | 6, value: bigint) {
    super();
    this.family = family;
    this.value = value;
  }

  /** Number of bits. */
  get width(): number {
    return this.family === 4 ? 32 : 128;
  }

  override isSameAs(other: NamedValue): boolean {
    return other instanceof IpAddress && this.family === other.family && this.value === other.value;
  }

  /** In canonical form, as RFC 5952 has it. */
  override toString(): string {
    const size = this.family === 4 ? 8 : 16;
    const groups = Array.from({ length: this.width / size }, (_, index) =>
      Number((this.value >> BigInt(this.width - (index + 1) * size)) & ((1n << BigInt(size)) - 1n)),
    );
    return this.family === 4 ? groups.join('.') : formatGroups(groups);
  }
}

function formatGroups(groups: readonly number[]): string {
  const { start, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}

/**
 * Source: go net/netip, ParseAddr
 *
 * @returns nothing for what is no address, or has a zone
 */
export function parseIp(text: string): IpAddress | undefined {
  const value = text.includes(':') ? parseIpv6(text) : parseIpv4(text);
  return value === undefined ? undefined : new IpAddress(text.includes(':') ? 6 : 4, value);
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split('::');
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined || halves.length > 2) return undefined;
  if (halves.length === 1) return head.length === 8 ? join(head) : undefined;
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return join([...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail]);
}

/** 16 bits each. The last may be written as an IPv4 address. */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const embedded = last.includes('.') ? parseIpv4(last) : undefined;
  const plain = embedded === undefined ? parts : parts.slice(0, -1);
  if (!plain.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return undefined;
  const groups = plain.map((part) => Number.parseInt(part, 16));
  return embedded === undefined ? groups : [...groups, Number(embedded >> 16n), Number(embedded & 0xffffn)];
}

function join(groups: readonly number[]): bigint {
  return groups.reduce((value, group) => value * 65_536n + BigInt(group), 0n);
}

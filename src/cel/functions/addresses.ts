import { CelError } from '../types.ts';
import { BOOL, INT, named, STRING } from '../typing/cel-type.ts';
import { globalFunction, method, type Overload } from '../typing/overload.ts';
import { IpAddress, parseIp } from '../values/ip-address.ts';
import { NamedValue } from '../values/named-value.ts';

const IP = named('net.IP');
const CIDR = named('net.CIDR');

/**
 * IP addresses and their networks.
 *
 * Source: k8s.io/apiserver/pkg/cel/library/ip.go, cidr.go; go net/netip
 */
export const ADDRESSES: readonly Overload[] = [
  globalFunction('ip', [STRING], IP, ipOf),
  globalFunction('isIP', [STRING], BOOL, (text: string) => parsePlainIp(text) !== undefined),
  globalFunction('ip.isCanonical', [STRING], BOOL, (text: string) => ipOf(text).toString() === text),
  globalFunction('string', [IP], STRING, String),
  method('family', [IP], INT, (ip: IpAddress) => ip.family),
  method('isUnspecified', [IP], BOOL, isUnspecified),
  method('isLoopback', [IP], BOOL, isLoopback),
  method('isLinkLocalMulticast', [IP], BOOL, isLinkLocalMulticast),
  method('isLinkLocalUnicast', [IP], BOOL, isLinkLocalUnicast),
  method('isGlobalUnicast', [IP], BOOL, isGlobalUnicast),
  globalFunction('cidr', [STRING], CIDR, cidrOf),
  globalFunction('isCIDR', [STRING], BOOL, (text: string) => parseCidr(text) !== undefined),
  globalFunction('string', [CIDR], STRING, String),
  method('containsIP', [CIDR, STRING], BOOL, (cidr: Cidr, ip: string) => cidr.contains(ipOf(ip))),
  method('containsIP', [CIDR, IP], BOOL, (cidr: Cidr, ip: IpAddress) => cidr.contains(ip)),
  method('containsCIDR', [CIDR, STRING], BOOL, (cidr: Cidr, other: string) => cidr.covers(cidrOf(other))),
  method('containsCIDR', [CIDR, CIDR], BOOL, (cidr: Cidr, other: Cidr) => cidr.covers(other)),
  method('ip', [CIDR], IP, (cidr: Cidr) => cidr.address),
  method('prefixLength', [CIDR], INT, (cidr: Cidr) => cidr.length),
  method('masked', [CIDR], CIDR, (cidr: Cidr) => cidr.masked()),
];

class Cidr extends NamedValue {
  readonly typeName = 'net.CIDR';
  readonly address: IpAddress;
  /** Number of bits that all addresses in it share. */
  readonly length: number;

  constructor(address: IpAddress, length: number) {
    super();
    this.address = address;
    this.length = length;
  }

  contains(ip: IpAddress): boolean {
    return ip.family === this.address.family && this.#network(ip.value) === this.#network(this.address.value);
  }

  covers(other: Cidr): boolean {
    return this.length <= other.length && this.contains(other.address);
  }

  masked(): Cidr {
    const rest = BigInt(this.address.width - this.length);
    return new Cidr(new IpAddress(this.address.family, this.#network(this.address.value) << rest), this.length);
  }

  override isSameAs(other: NamedValue): boolean {
    return other instanceof Cidr && this.length === other.length && this.address.isSameAs(other.address);
  }

  override toString(): string {
    return `${this.address}/${this.length}`;
  }

  #network(value: bigint): bigint {
    return value >> BigInt(this.address.width - this.length);
  }
}

/** Nothing for addresses of IPv4 that are written as ones of IPv6. */
function parsePlainIp(text: string): IpAddress | undefined {
  const ip = parseIp(text);
  return ip === undefined || isMapped(ip) ? undefined : ip;
}

function isMapped(ip: IpAddress): boolean {
  return ip.family === 6 && ip.value >> 32n === 0xffffn;
}

function ipOf(text: string): IpAddress {
  const ip = parseIp(text);
  if (ip === undefined) {
    const [address = '', zone] = text.split('%');
    if (zone !== undefined && parseIp(address)?.family === 6) {
      throw new CelError(`IP address ${JSON.stringify(text)} with zone value is not allowed`);
    }
    throw new CelError(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
  }
  if (isMapped(ip)) throw new CelError(`IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`);
  return ip;
}

function parseCidr(text: string): Cidr | undefined {
  const match = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const ip = match?.[1] === undefined ? undefined : parsePlainIp(match[1]);
  const length = Number(match?.[2]);
  return ip === undefined || length > ip.width ? undefined : new Cidr(ip, length);
}

function cidrOf(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === undefined) {
    throw new CelError(`network address parse error during conversion from string: ${JSON.stringify(text)}`);
  }
  return cidr;
}

function isUnspecified(ip: IpAddress): boolean {
  return ip.value === 0n;
}

function isLoopback(ip: IpAddress): boolean {
  return ip.family === 4 ? ip.value >> 24n === 127n : ip.value === 1n;
}

function isMulticast(ip: IpAddress): boolean {
  return ip.family === 4 ? ip.value >> 28n === 0xen : ip.value >> 120n === 0xffn;
}

function isLinkLocalMulticast(ip: IpAddress): boolean {
  return ip.family === 4 ? ip.value >> 8n === 0xe0_00_00n : ((ip.value >> 112n) & 0xff0fn) === 0xff02n;
}

function isLinkLocalUnicast(ip: IpAddress): boolean {
  return ip.family === 4 ? ip.value >> 16n === 0xa9_fen : ip.value >> 118n === 0xfe80n >> 6n;
}

function isGlobalUnicast(ip: IpAddress): boolean {
  if (ip.family === 4 && (ip.value === 0n || ip.value === 0xff_ff_ff_ffn)) return false;
  return !isUnspecified(ip) && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocalUnicast(ip);
}

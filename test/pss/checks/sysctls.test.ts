import type { PodObject } from '../../../src/pss/index.ts';
import { inPod, type TimelineCase } from '../judge.ts';
import { pod } from '../pod.ts';
import { testCheck } from './table.ts';

/** The version that first allows a name. */
const SINCE: readonly (readonly [name: string, version: string])[] = [
  ['kernel.shm_rmid_forced', 'v1.0'],
  ['net.ipv4.ip_local_port_range', 'v1.0'],
  ['net.ipv4.tcp_syncookies', 'v1.0'],
  ['net.ipv4.ping_group_range', 'v1.0'],
  ['net.ipv4.ip_unprivileged_port_start', 'v1.0'],
  ['net.ipv4.ip_local_reserved_ports', 'v1.27'],
  ['net.ipv4.tcp_keepalive_time', 'v1.29'],
  ['net.ipv4.tcp_fin_timeout', 'v1.29'],
  ['net.ipv4.tcp_keepalive_intvl', 'v1.29'],
  ['net.ipv4.tcp_keepalive_probes', 'v1.29'],
  ['net.ipv4.tcp_rmem', 'v1.32'],
  ['net.ipv4.tcp_wmem', 'v1.32'],
  ['net.ipv4.tcp_slow_start_after_idle', 'v1.37'],
  ['net.ipv4.tcp_notsent_lowat', 'v1.37'],
];

const setting = (...names: (string | null)[]): PodObject =>
  pod({ securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) } });

const allowedSince = SINCE.map(
  ([name, version]): TimelineCase => [
    `${name} is allowed from ${version} on`,
    'baseline',
    setting(name),
    version === 'v1.0' ? { 'v1.0': 'allowed' } : { 'v1.0': `forbidden sysctls (${name})`, [version]: 'allowed' },
  ],
);

testCheck('sysctls', {
  cases: [
    ['none is allowed', 'baseline:latest', pod({ securityContext: { sysctls: [] } }), 'allowed'],
    ['null is none', 'baseline:latest', pod({ securityContext: { sysctls: null } }), 'allowed'],
    ['a null security context has none', 'baseline:latest', pod({ securityContext: null }), 'allowed'],
    ['another name is forbidden', 'baseline:latest', setting('kernel.msgmax'), 'forbidden sysctls (kernel.msgmax)'],
    [
      'slashes are not dots',
      'baseline:latest',
      setting('net/ipv4/tcp_syncookies'),
      'forbidden sysctls (net/ipv4/tcp_syncookies)',
    ],
    ['wildcards are not expanded', 'baseline:latest', setting('net.ipv4.*'), 'forbidden sysctls (net.ipv4.*)'],
    [
      'several stand in the order of the manifest, repeated, unquoted, without the allowed ones',
      'baseline:latest',
      setting('zz', 'aa', 'net.ipv4.tcp_rmem', 'zz'),
      'forbidden sysctls (zz, aa, zz)',
    ],
    ['an empty name alone leaves no detail', 'baseline:latest', setting(''), 'forbidden sysctls'],
    ['a null name is an empty one', 'baseline:latest', setting(null), 'forbidden sysctls'],
    [
      'a null sysctl has an empty name',
      'baseline:latest',
      pod({ securityContext: { sysctls: [null] } }),
      'forbidden sysctls',
    ],
    ['two empty names leave a comma', 'baseline:latest', setting('', ''), 'forbidden sysctls (, )'],
  ],
  timelines: [
    ...allowedSince,
    [
      'lists are cumulative, at restricted too',
      'restricted',
      setting(...SINCE.map(([name]) => name), 'zz'),
      {
        'v1.0': `forbidden sysctls (${SINCE.slice(5)
          .map(([name]) => name)
          .join(', ')}, zz)`,
        'v1.27': `forbidden sysctls (${SINCE.slice(6)
          .map(([name]) => name)
          .join(', ')}, zz)`,
        'v1.29': `forbidden sysctls (${SINCE.slice(10)
          .map(([name]) => name)
          .join(', ')}, zz)`,
        'v1.32': `forbidden sysctls (${SINCE.slice(12)
          .map(([name]) => name)
          .join(', ')}, zz)`,
        'v1.37': 'forbidden sysctls (zz)',
      },
    ],
  ],
  violations: [
    [
      'one for each, repeated ones too',
      'baseline:latest',
      setting('zz', 'kernel.shm_rmid_forced', 'zz'),
      [
        inPod(['securityContext', 'sysctls', 0, 'name'], 'zz', 'a sysctl of the allowed list'),
        inPod(['securityContext', 'sysctls', 2, 'name'], 'zz', 'a sysctl of the allowed list'),
      ],
    ],
  ],
});

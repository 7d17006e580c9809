import { inPod } from '../judge.ts';
import { pod } from '../pod.ts';
import { testCheck } from './table.ts';

testCheck('hostNamespaces', {
  cases: [
    ['none set is allowed', 'baseline:latest', pod(), 'allowed'],
    ['false is allowed', 'baseline:latest', pod({ hostNetwork: false, hostPID: false, hostIPC: false }), 'allowed'],
    ['null is allowed', 'baseline:latest', pod({ hostNetwork: null, hostPID: null, hostIPC: null }), 'allowed'],
    ['hostNetwork is forbidden', 'baseline:latest', pod({ hostNetwork: true }), 'host namespaces (hostNetwork=true)'],
    ['hostPID is forbidden', 'baseline:latest', pod({ hostPID: true }), 'host namespaces (hostPID=true)'],
    ['hostIPC is forbidden', 'baseline:latest', pod({ hostIPC: true }), 'host namespaces (hostIPC=true)'],
    [
      'network, PID and IPC are told in this order',
      'baseline:latest',
      pod({ hostIPC: true, hostPID: true, hostNetwork: true }),
      'host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)',
    ],
    [
      'only what is true is told',
      'baseline:latest',
      pod({ hostIPC: true, hostPID: false, hostNetwork: true }),
      'host namespaces (hostNetwork=true, hostIPC=true)',
    ],
    ["the host's users are another matter", 'baseline:latest', pod({ hostUsers: true }), 'allowed'],
    ['an absent spec shares nothing', 'baseline:latest', {}, 'allowed'],
    ['a null spec shares nothing', 'baseline:latest', { spec: null }, 'allowed'],
  ],
  timelines: [
    ['baseline always asks', 'baseline', pod({ hostPID: true }), { 'v1.0': 'host namespaces (hostPID=true)' }],
    ['restricted always asks', 'restricted', pod({ hostPID: true }), { 'v1.0': 'host namespaces (hostPID=true)' }],
  ],
  violations: [
    [
      'one for each namespace; no container',
      'baseline:latest',
      pod({ hostIPC: true, hostPID: false, hostNetwork: true }),
      [inPod(['hostNetwork'], true, 'unset or false'), inPod(['hostIPC'], true, 'unset or false')],
    ],
  ],
});

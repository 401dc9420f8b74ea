import { NOW } from '@fairlead/testing/builders';
import { FakeLedger } from './fake-ledger.ts';
import { describeLedgerContract } from './ledger-contract.ts';

describeLedgerContract('fake', () => {
  const fake = new FakeLedger();
  let serial = 0;
  return Promise.resolve({
    now: NOW,
    takeOver: () => Promise.resolve(fake.takeOver().ledger),
    newAct: (kind) => {
      serial += 1;
      const ids = { accountId: 1, leadId: serial, dealId: serial };
      return Promise.resolve({ kind, ...ids, messageId: kind === 'message' ? serial : null, text: null });
    },
  });
});

import { type Findings } from './finding';
import { type ScannedEvent } from './scanned-event';
import { type LogObserver } from './scan-log';

/**
 * Law I17 of docs/accounting.md: whoever approves is not who asked. That a credit names both, and a document, is the shape of its event.
 */
export class ApprovalLaws implements LogObserver {
  constructor(private readonly findings: Findings) {}

  observe(event: ScannedEvent): void {
    if (!event.stored.data.includes('"approvedBy"')) return;
    const data = event.recorded()?.data as { readonly approvedBy?: string; readonly requestedBy?: string } | undefined;
    if (data?.approvedBy !== undefined && data.approvedBy === data.requestedBy)
      this.findings.addOf('approval', event.stored, `another approver than ${data.approvedBy}`, data.approvedBy);
  }
}

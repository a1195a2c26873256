import type { Story } from './front';

export const monthlyReturns = async (_story: Story, _month: string): Promise<void> => {
  await Promise.resolve();
};

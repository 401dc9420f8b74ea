import type { Command } from 'commander';
import { jsonOption, share } from '../options.ts';
import { createOutput } from '../output.ts';

const IMPORT_HELP = `
A partner campaign acts under the name of your accounts. None runs unless you import it; how to stop one:
docs/partners.md

  fairlead kit import kits/wind --account ada
  fairlead kit import https://partner.example/wind.tar.gz --sha256 4f2a…
  fairlead kit import hf:partner/wind@v2`;

/** `fairlead kit <what>`. Its libraries are loaded for these commands alone. */
export function addKit(program: Command): void {
  const kit = program.command('kit').description('partner campaigns: docs/partners.md').helpCommand(false);
  kit
    .command('import')
    .description('make a partner campaign from a kit, and let it run')
    .argument('<source>', 'a folder, the https address of a .tar.gz, or hf:owner/name[@revision]')
    .option('--sha256 <hex>', 'checksum of the archive, or of the model file; an address needs it')
    .option('--name <name>', 'name of the campaign; default: what the kit says')
    .option('--account <handle>', 'account that works for it; may be repeated', collect, [])
    .addOption(jsonOption())
    .addHelpText('after', IMPORT_HELP)
    .action(async (source: string, { json = false, ...options }) => {
      const { importKit } = await import('./kit-import.ts');
      await importKit(source, options, createOutput({ json }));
    });
  kit
    .command('export')
    .description('make a kit from a campaign: its texts and its model, without people')
    .argument('<campaign>', 'its name or number')
    .argument('<folder>', 'where to; it must not exist, or be empty')
    .option('--fraction <share>', 'action_fraction of the kit', share, DEFAULT_FRACTION)
    .addOption(jsonOption())
    .action(async (campaign: string, folder: string, { json = false, ...options }) => {
      const { exportKit } = await import('./kit-export.ts');
      await exportKit(campaign, folder, options, createOutput({ json }));
    });
  kit
    .command('list')
    .description('partner campaigns, and where they came from')
    .addOption(jsonOption())
    .action(async ({ json = false }) => {
      const { listPartners } = await import('./kit.ts');
      await listPartners(createOutput({ json }));
    });
  kit
    .command('remove')
    .description('stop a partner campaign for good; what was sent stays known')
    .argument('<campaign>', 'its name or number')
    .addOption(jsonOption())
    .action(async (campaign: string, { json = false }) => {
      const { removePartner } = await import('./kit.ts');
      await removePartner(campaign, createOutput({ json }));
    });
}

const DEFAULT_FRACTION = 0.2;

function collect(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}

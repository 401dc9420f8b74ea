import { SETTINGS, type Setting, type SettingName } from '@fairlead/shared/runtime/settings';
import { defaultOf, type SettingsSection, settingsSections } from './env-example.ts';

const INTRODUCTION = `# Configuration

<!-- Made by ./fairlead docs from packages/shared/src/runtime/settings.ts. -->

Settings are variables of the environment, or lines of \`.env\`, where \`.env.example\` has them all; the environment wins. An
empty value counts as none. A variable that begins with \`FAIRLEAD_\` and is not listed here is an error, and so is a value that does
not fit; all faults are told at once, with exit code 78. \`./fairlead doctor\` checks them. \`./fairlead init\` asks for those that
are needed and writes them to \`.env\`.

Account and campaign in the settings are *created* by \`up\` and \`migrate\` where there are none of that e-mail and that name. A
campaign that exists stays as it is, and so does an account but for its password, which is replaced where the settings have
another, and for an answer about the newsletter: what else was changed on the dashboard or in \`./fairlead init\` is never undone by a start.

For every \`NAME\`, \`NAME_FILE\` names a file that holds the value instead. Those marked *secret* belong there: they are kept out of
logs, pages and errors.

*Read by* says which process must be told when each is started by itself, as in containers. The commands (\`init\`, \`up\`, \`demo\`,
\`migrate\`, \`status\`, \`doctor\`) read all of them, and hand on what their processes need.
`;

/** The text of `docs/configuration.md`: every setting with its meaning, default, readers and an example. */
export function renderConfigurationPage(): string {
  return [INTRODUCTION, ...settingsSections().map(renderSection)].join('\n');
}

function renderSection({ heading, names }: SettingsSection): string {
  const rows = names.map(renderRow);
  const head = ['| setting | what it is | default | read by | example |', '|---|---|---|---|---|'];
  return `## ${heading}\n\n${[...head, ...rows].join('\n')}\n`;
}

function renderRow(name: SettingName): string {
  const setting: Setting = SETTINGS[name];
  const { describe, example, readBy, secret } = setting;
  const fallback = defaultOf(setting);
  const cells = [
    `\`${name}\`${secret ? ' *secret*' : ''}`,
    describe,
    fallback === null ? '–' : `\`${fallback}\``,
    readBy.length === 0 ? 'commands' : readBy.join(', '),
    `\`${example}\``,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

import { command } from '../command-line/command.ts';
import { text } from '../command-line/option.ts';

export const propose = command({
  name: 'propose',
  group: 'Gates',
  summary:
    'opens a pull request with the builds that a command wrote into images.yaml, and with what synth made of them',
  details:
    'Commits everything that has changed onto a branch of its own, and pushes it in the place of what stood there. Where nothing has changed there is nothing to propose; where anything but builds has, it says what, and pushes nothing (promote:check). GitHub is asked by its command line (gh), with a token that may write contents and pull requests; GitLab opens the merge request itself when it gets the branch, so that Git needs a token that may push, and nothing else does.',
  options: {
    branch: text('BRANCH', 'its branch, which belongs to such proposals alone', {
      variables: ['FLEET_PROPOSAL_BRANCH'],
    }),
    title: text('TEXT', 'the message of the commit, and the title', { variables: ['FLEET_TITLE'] }),
    reason: text('TEXT', 'what the text says before the builds', { variables: ['FLEET_REASON'] }),
    author: text('NAME', 'who has committed it: the name of an account', {
      variables: ['FLEET_AUTHOR', 'GITLAB_USER_LOGIN'],
    }),
    forge: text('NAME', 'where the repository is; default: github', {
      oneOf: ['github', 'gitlab'],
      variables: ['FLEET_FORGE'],
    }),
  },
  arguments: {},
  examples: [
    [
      '--branch promote/staging/api --title "Deploy api:1.5.0" --author fleet-bot',
      'after images set and synth',
    ],
    [
      '--branch promote/staging/api --title "Deploy api:1.5.0" --author fleet-bot --forge gitlab',
      'a merge request',
    ],
  ],
  work: { main: 'scripts/propose/main.ts' },
});

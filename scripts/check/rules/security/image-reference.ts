import type { ClusterRule, Said } from '../../rule.ts';
import { deployment } from '../sample-workloads.ts';
import { type Image, imagesIn } from './images.ts';

const ECR = /^(\d*|x+)\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/i;
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;

/** What no runtime can pull. */
export const imageReference: ClusterRule = {
  id: 'image-reference',
  severity: 'error',
  summary: 'An image whose name, tag, digest or account nobody can pull',
  breaks: 'The pods stay in InvalidImageName or ImagePullBackOff. The API server takes any text.',
  pitfalls: ['X-91', 'X-88'],
  failing: deployment('web', { image: '12345678901.dkr.ecr.eu-west-1.amazonaws.com/web:1.0.0' }),
  passing: deployment('web', { image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1.0.0' }),
  *judge(state) {
    for (const image of imagesIn(state)) yield* judge(image);
  },
};

function* judge({
  resource,
  path,
  written,
  registry,
  repository,
  tag,
  digest,
  pullPolicy,
}: Image): Iterable<Said> {
  const said = (message: string, fix: string): Said => ({ resource, path, message, fix });
  if (/[${}<>]/.test(written)) {
    yield said(
      `The image ${written} holds a variable that nobody has filled in: no runtime takes it.`,
      'Write the tag or digest that was built.',
    );
    return;
  }
  const account = ECR.exec(registry)?.[1];
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    yield said(
      `The account ${account} of ${registry} has ${account.length} digits: no such registry exists.`,
      'Write the 12 digits of the account.',
    );
  }
  if (/\s/.test(written)) {
    yield said(
      `The image ${JSON.stringify(written)} has a space or line break in it.`,
      'Write one image, without a space.',
    );
  } else if (!REPOSITORY.test(repository)) {
    yield said(
      `The repository ${repository} is no name of an image: small letters, digits, and . _ - between them.`,
      `Write ${repository.toLowerCase()}.`,
    );
  } else if (tag !== undefined && !TAG.test(tag)) {
    yield said(
      `The tag ${tag} is none: letters, digits, and . _ -, 128 of them at most.`,
      'Write the tag of a release.',
    );
  }
  if (
    digest !== undefined &&
    !/^sha256:[0-9a-f]{64}$/.test(digest) &&
    !/^sha512:[0-9a-f]{128}$/.test(digest)
  ) {
    yield said(
      `The digest ${digest} is none: sha256: and 64 small hexadecimal digits.`,
      'Write the digest that the registry prints.',
    );
  }
  if (pullPolicy === 'Never') {
    yield {
      resource,
      path: [...path.slice(0, -1), 'imagePullPolicy'],
      severity: 'warning',
      message: 'With imagePullPolicy Never a node that does not have the image already never gets it.',
      fix: 'Write IfNotPresent.',
    };
  }
}

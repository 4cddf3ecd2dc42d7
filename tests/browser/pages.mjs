// The pages that are tested and shown. To test a new page, add a line.

/**
 * - `path`: where it is, below the origin.
 * - `name`: what it is called in the results, and the name of its picture.
 * - `signedOut`: true where the page is for people who have not entered yet.
 * - `status`: what it answers, where that is not 200: the page to enter without a link refuses.
 * - `picture`: true where the README or a document shows it (docs/screenshots/NAME-light.png, -dark.png).
 */
export const PAGES = [
  { path: '/console', name: 'overview', picture: true },
  { path: '/console/journeys/sign-in', name: 'journey-sign-in', picture: true },
  { path: '/console/journeys/checkout', name: 'journey-checkout' },
  { path: '/console/journeys/sign-in/promises/stolen-password-useless', name: 'promise' },
  { path: '/console/accounts', name: 'accounts' },
  { path: '/console/account?id=ada-000', name: 'account' },
  { path: '/console/attention', name: 'attention' },
  { path: '/console/exposure', name: 'exposure' },
  { path: '/console/log', name: 'log' },
  { path: '/console/log/100', name: 'decision' },
  { path: '/found-a-token', name: 'found-a-token', signedOut: true },
  { path: '/docs', name: 'api', signedOut: true },
  { path: '/console/enter', name: 'enter', signedOut: true, status: 403 },
];

/** Widths in CSS pixels: the narrowest that WCAG 2.2 asks for (1.4.10, reflow), and a desk. */
export const WIDTHS = [320, 1280];

export const SCHEMES = ['light', 'dark'];

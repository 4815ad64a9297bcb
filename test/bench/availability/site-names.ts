// What the site of inventory/lab is called.

/** The first is its certificate's file, too. */
export const siteNames = ['www.foobar.com', 'foobar.com'] as const;

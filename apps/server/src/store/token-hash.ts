/** SHA-256 of an identity token, hex. The token itself never gets this far. */
export type TokenHash = string & { readonly brand: 'TokenHash' }

// The documentation page is one file of @scalar/api-reference in which everything is bundled: what the package is built
// from is not installed.
exports.hooks = {
  readPackage: (manifest) =>
    manifest.name === '@scalar/api-reference' ? { ...manifest, dependencies: {} } : manifest,
};

// Modules that only the build knows: style sheets, and the theme's variables as one (scripts/build-console.mjs).
declare module '*.css' {}

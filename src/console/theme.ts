// The console's look as a Mantine theme. The choices live in theme.json, which the build also turns into a style sheet, so that no
// style has to be written into the page at run time.
import { createTheme, type MantineColorsTuple, type MantineThemeOverride } from '@mantine/core';
import chosen from './theme.json';

const { colors, primaryShade, ...rest } = chosen;

export const THEME: MantineThemeOverride = createTheme({
	...rest,
	cursorType: 'pointer',
	primaryShade: primaryShade as { readonly light: 7; readonly dark: 7 },
	colors: colors as unknown as Record<string, MantineColorsTuple>,
});

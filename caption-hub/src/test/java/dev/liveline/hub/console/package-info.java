/// The agents' console in a real browser. Start with [ConsoleTest]: a page, the running hub, a real Redis, and calls that a test plays
/// by hand ([PlayedCall]). The pure modules of the page have tests of their own, in JavaScript (`src/test/resources/console`), which
/// [ConsoleModelTest] runs in the same browser. Without a Chromium they are skipped and say so.
package dev.liveline.hub.console;

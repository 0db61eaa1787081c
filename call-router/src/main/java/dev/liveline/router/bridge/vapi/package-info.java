/// The text messages of Vapi's WebSocket transport; its audio is bare bytes. Messages come without the webhooks' `message` envelope; one that
/// has it is read all the same.
@NullMarked
package dev.liveline.router.bridge.vapi;

import org.jspecify.annotations.NullMarked;

/// Clients for tests, demo and load. [WebhookPoster] puts scripted calls to `/webhook/vapi` without a cloud; [CaptionWatcher]
/// follows a call at caption-hub over WebSocket or SSE and comes back when it is dropped; [CaptionRecord] is what a viewer holds,
/// together with every promise of the contract that was broken on the way. Start at [CaptionRecord].
package dev.liveline.simulator.drive;

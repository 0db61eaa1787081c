/// What the hub's tests share: a writer of calls, and clients that note what they get.
@NullMarked
package dev.liveline.hub.testing;

import org.jspecify.annotations.NullMarked;

/// Who a token belongs to, and what that person may see. Start at [dev.liveline.edge.access.Person].
@NullMarked
package dev.liveline.edge.access;

import org.jspecify.annotations.NullMarked;

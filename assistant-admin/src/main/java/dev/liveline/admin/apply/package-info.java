/// Makes plans true at Vapi, and remembers what was made. Start with [dev.liveline.admin.apply.Provisioning] (plan, apply, drift, rollback);
/// [dev.liveline.admin.apply.Execution] makes the changes of one plan so that it may die at any point and be run again.
package dev.liveline.admin.apply;

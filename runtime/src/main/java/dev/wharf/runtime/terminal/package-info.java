/** What a person sees of Wharf: results, words, tables, reports and what moves while a run goes on. */
@NullMarked
package dev.wharf.runtime.terminal;

import org.jspecify.annotations.NullMarked;

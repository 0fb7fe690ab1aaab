/** The shelf of connectors one can choose from, the collections a source was found to offer, and what is selected of them. */
@NullMarked
package dev.wharf.catalog;

import org.jspecify.annotations.NullMarked;

"""From a page to items: questions with answers, grids, tick lists, headings, loose text."""

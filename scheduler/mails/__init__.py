"""What several steps do with one mail: it is kept, judged by what came before it, and proposes beside its decision."""

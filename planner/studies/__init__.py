"""Many plans: side by side, and studies that make many."""

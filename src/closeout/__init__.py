"""End freelance contracts well: notice letter, final invoice, closing report, from one folder."""

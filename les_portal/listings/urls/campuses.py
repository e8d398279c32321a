app_name = "campuses"
urlpatterns = []
